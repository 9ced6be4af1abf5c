"""`python3 envhealth.py bench [--quick] [ingest|backfill|web|province …]`: prints every gate; exit 1 when one falls short."""

from __future__ import annotations

import argparse
import logging
import os
import sys

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="envhealth.py bench", description=__doc__)
    parser.add_argument(
        "gates", nargs="*", choices=["ingest", "backfill", "web", "province", []], help="default: all"
    )
    parser.add_argument("--quick", action="store_true", help="smaller data, for a first look")
    parser.add_argument("--years", type=int, default=0)
    parser.add_argument("--stations", type=int, default=0)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunhe_envhealth.settings.local")
    django.setup()
    logging.getLogger().setLevel(logging.WARNING)
    from django.core.management import call_command

    from benchmarks import backfill, ingest, province, web

    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    quick = options.quick
    runs = {
        "ingest": lambda: ingest.run(rows=60_000 if quick else 300_000, pairs=3 if quick else 10),
        "backfill": lambda: backfill.run(
            years=options.years or (1 if quick else 10), count=options.stations or (5 if quick else 50)
        ),
        "web": lambda: web.run(requests=20 if quick else 50, pairs=5 if quick else 20),
        "province": lambda: province.run(units=40 if quick else 200, pairs=3 if quick else 10),
    }
    held = [runs[name]() for name in (options.gates or runs)]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
