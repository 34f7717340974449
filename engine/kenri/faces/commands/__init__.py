"""One file for each command. Nothing heavy is imported before a command runs: `--help` must come at once."""
