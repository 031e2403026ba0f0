"""The papers we follow: one TOML file each."""
