"""From files to the model: YAML and JSON are read strictly, and every problem is reported with its place."""
