"""Deadlines told to those who asked for it: by mail, by webhooks, and in calendars that are read again and again."""
