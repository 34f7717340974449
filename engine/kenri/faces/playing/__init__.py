"""The sitting of `kenri play`: lines are entered, done and shown."""
