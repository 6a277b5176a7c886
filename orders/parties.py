"""Who else stands in the papers of an order: another receiver of the goods, another payer."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from accounts.requisites import RequisiteError, check_inn, check_kpp
from b2b_portal.core.errors import RuleBroken


class ConsigneeWrong(RuleBroken):
    """The consignee's requisites cannot be right. Facts: what, a sentence."""

    message = _("Consignee: %(what)s")
    code = "consignee_wrong"


class PayerWrong(RuleBroken):
    """The payer's requisites cannot be right. Facts: what, a sentence."""

    message = _("Payer: %(what)s")
    code = "payer_wrong"


@dataclass(frozen=True)
class OtherParty:
    """A legal entity or an entrepreneur who receives or pays instead of the buyer."""

    name: str
    inn: str
    kpp: str = ""


@dataclass(frozen=True)
class Parties:
    """Who receives the goods and who pays, where it is not the buyer himself."""

    consignee: OtherParty | None = None
    payer: OtherParty | None = None


def freeze_parties(parties: Parties) -> dict[str, dict[str, str]]:
    """Both as an order keeps them; {} is the buyer himself. Raises ConsigneeWrong, PayerWrong."""
    return {
        "consignee": _frozen(parties.consignee, ConsigneeWrong),
        "payer": _frozen(parties.payer, PayerWrong),
    }


def _frozen(party: OtherParty | None, wrong: type[RuleBroken]) -> dict[str, str]:
    if party is None:
        return {}
    if not party.name.strip():
        raise wrong(what=_("write the name."))
    try:
        check_inn(party.inn)
        if party.kpp:
            check_kpp(party.kpp)
    except RequisiteError as error:
        raise wrong(what=error.message) from error
    return asdict(party)
