"""Organisation life and appraisals of the branches that the demo logins are of."""

from dangwu.populations.life.demo import hold_organisation_life

__all__ = ["hold_organisation_life"]
