"""Opens the rooms a command needs, from the settings in force."""

from __future__ import annotations
