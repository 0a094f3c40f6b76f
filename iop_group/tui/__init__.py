"""What the facilitator sees and presses."""
