"""What is written from a session: draft notes, guards over them, exports, and what last time left."""
