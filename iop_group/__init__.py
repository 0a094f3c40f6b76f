"""iop-group walks a facilitator through a group session and keeps its record."""

__version__ = "0.1.0"
