"""Out of a register: entries as tables and packages that are read back as they were, and what cannot be said."""
