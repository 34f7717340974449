"""What people read about registers: what an import changes, who holds rights, what was recorded of somebody."""
