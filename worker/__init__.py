"""Making it go: the only room that knows the settings and wires the others."""
