"""Who may do what, with which equity rights, on which day, and why."""

__version__ = "0.1.0"
