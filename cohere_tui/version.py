"""The version, alone so that `--version` loads nothing else."""

VERSION = "0.1.0"
