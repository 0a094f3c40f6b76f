"""The screens: each knows one moment of the facilitator's day."""
