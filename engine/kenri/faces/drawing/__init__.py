"""Pictures: timelines as strips, SVG and calendars, and tables; they know days and labels, and no rules."""
