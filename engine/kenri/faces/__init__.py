"""What people and programs see: commands, drawings, calendars. They show rulings and decide nothing."""
