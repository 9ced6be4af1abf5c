"""The national pilot and its application check-list.

The outline of the dossier (申报指南附件 2) is not among the platform's sources. The items are drawn from the text of the
guide itself, each with its clause, and stand as candidates (候选). The day of the approval is in no source: it is left
empty, and nothing is counted from it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taskforce.choices import PilotState
from taskforce.models import DossierItem, Pilot
from yunhe_envhealth.core.reference import Changes, apply, read_csv

NATIONAL = "national"
DOSSIER = Path(__file__).parent / "pilot_dossier.csv"
PILOT = {
    "code": NATIONAL,
    "title": "云和县国家环境健康管理试点",
    "level": "国家级，首批试点",
    "state": PilotState.RUNNING,
    "source": "云政发〔2022〕31号四（十）：“全国首批环境健康管理试点县”；批复日期和文号不在来源中。",
}


def load(*, today: date) -> list[Changes]:
    """Apply the pilot and its check-list; the state, the approval and what is ticked are the county's own."""
    pilots = apply(Pilot, [PILOT], local_fields={"state"})
    pilot = Pilot.objects.get(code=NATIONAL)
    rows = [{**row, "order": int(row["order"]), "pilot_id": pilot.pk} for row in read_csv(DOSSIER)]
    return [pilots, apply(DossierItem, rows)]
