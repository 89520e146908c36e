"""Findings: one model of facts, one catalogue of words, one renderer a file.

A phase says ``finding("LS201", span, name="leadscor", suggestion="leadscore")`` and no more. How that reads is written in the
catalogue; how it looks is the business of the renderers.
"""

from lsdsl.diagnostics.catalogue import CATALOGUE, words_of
from lsdsl.diagnostics.model import Diagnostic, Edit, Fix, Related, Severity, Suppressed, finding, in_order

__all__ = ["CATALOGUE", "Diagnostic", "Edit", "Fix", "Related", "Severity", "Suppressed", "finding", "in_order", "words_of"]
