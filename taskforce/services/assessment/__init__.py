"""The yearly assessment: indicators drafted, scores computed, claimed by units, reviewed, published and frozen."""

from taskforce.services.assessment.drafting import (
    IndicatorLine,
    change_assessment,
    create_assessment,
    recompute,
    set_indicators,
    start_claims,
)
from taskforce.services.assessment.judging import (
    Given,
    claim,
    demand_claim,
    demand_review,
    publish,
    review,
    start_review,
)
from taskforce.services.assessment.refusals import AssessmentRefused

__all__ = [
    "AssessmentRefused",
    "Given",
    "IndicatorLine",
    "change_assessment",
    "claim",
    "create_assessment",
    "demand_claim",
    "demand_review",
    "publish",
    "recompute",
    "review",
    "set_indicators",
    "start_claims",
    "start_review",
]
