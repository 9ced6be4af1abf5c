#!/usr/bin/env python3
"""Django's command line; `python3 envhealth.py manage …` gives it the same environment as the platform."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunhe_envhealth.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
