"""The sample's story: an invoice triage pilot over a year, told as answers to `pilot-to-production`.

One digit a run is the option chosen; `u` is unknown, `-` unanswered. It rises, stalls, falls once, and rises again.
"""

from __future__ import annotations

from datetime import timedelta

NAME = "Invoice triage"
SUMMARY = (
    "Reads incoming supplier invoices, proposes the account and the approver, and hands doubtful ones to a clerk. "
    "About 1,800 invoices a week from 640 suppliers."
)
TEAM = "Finance automation"
OWNER = "Head of accounts payable"
TAGS = ("finance", "documents")
QUESTIONNAIRE = "pilot-to-production"

AGO = tuple(timedelta(days=days) for days in (350, 282, 211, 142, 70, 6))
PILOT_BEFORE_FIRST = timedelta(days=21)

ANSWERS = {
    "reliability.real-inputs": "012334",
    "reliability.hard-cases": "001223",
    "reliability.quality-bar": "122333",
    "reliability.fallback": "112233",
    "reliability.worst-case": "u11223",
    "reliability.regression": "012333",
    "reliability.spike": "001122",
    "reliability.unattended": "0u1233",
    "integration.workflow": "112233",
    "integration.systems": "112234",
    "integration.hardest": "001123",
    "integration.live-data": "011223",
    "integration.permissions": "011223",
    "integration.review": "011233",
    "integration.seams": "001122",
    "integration.adoption": "012223",
    "operations.owner": "0u1122",
    "operations.quality-drift": "000122",
    "operations.cost-latency": "011212",
    "operations.incidents": "001122",
    "operations.audit-trail": "012223",
    "operations.release-rollback": "112223",
    "operations.upkeep": "u00012",
    "operations.value": "112233",
}

NOTES = {
    "reliability.real-inputs": {
        1: "Scans from the two oldest suppliers are a kind of their own.",
        5: "A fresh sample of 200 in the last week of the month; handwritten credit notes joined the tests.",
    },
    "reliability.worst-case": {
        3: "Paying a forged invoice. The four-eyes limit of 500 holds; we tried it with planted ones.",
    },
    "integration.hardest": {
        3: "The ledger from 1997 has no interface; a nightly file is a bridge, not an answer.",
        5: "Bookings go through the ledger’s new queue, fifteen working days without a manual step.",
    },
    "operations.owner": {
        1: "Three people thought it was somebody else.",
        4: "Accounts payable takes it in writing; platform engineering is the technical owner.",
    },
    "operations.cost-latency": {
        4: "The new model costs three times as much a page, and the alert was never moved over.",
        5: "Alert and cap are back, and were tripped on purpose.",
    },
    "operations.upkeep": {5: "Approved for twelve months, two days a week."},
}

# Question -> (the run in which the evidence was first given, its age in days at that run, what it is).
EVIDENCE = {
    "reliability.real-inputs": (2, 9, "Scored sample, 200 invoices, with the selection query"),
    "reliability.quality-bar": (3, 14, "Marked test set and the agreed bar, signed by accounts payable"),
    "reliability.fallback": (3, 5, "Test log: every listed failure, with screenshots"),
    "reliability.worst-case": (4, 12, "Planted forgeries: protocol and result"),
    "reliability.regression": (3, 2, "Build history of the last twelve changes"),
    "integration.workflow": (2, 20, "Workshop photo and the redrawn process"),
    "integration.systems": (2, 7, "System map, third edition"),
    "integration.hardest": (5, 4, "Ledger queue log, fifteen days"),
    "integration.permissions": (4, 10, "Refused requests: test record"),
    "integration.review": (4, 3, "Approvals of security, privacy and legal"),
    "operations.owner": (4, 6, "Two acceptances, by mail"),
    "operations.incidents": (5, 11, "Protocol of the switch-off test, 4 minutes"),
    "operations.audit-trail": (2, 30, "Sample of ten complete records"),
    "operations.value": (2, 16, "Baseline: 11.4 minutes an invoice, 3.1 % wrong"),
}
LASTS_RUNS = 2
"""Evidence is carried along for so many further runs, then given anew; in between it grows old."""
