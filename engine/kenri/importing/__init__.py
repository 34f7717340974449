"""In from what people have: tables and packages of the Open Cap Format, as entries that a register can take."""
