"""What programs read: answers, problems and files as data, with their JSON Schema."""
