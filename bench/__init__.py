"""What the program costs, as ratios against the smallest Textual app in the same run."""
