"""What staff type about money that came."""

from datetime import date

from django import forms
from django.utils import timezone

from accounts.queries.credit import shop_day
from documents.actions.record_payment import PaidInFuture
from documents.models import Payment


class RecordPaymentForm(forms.ModelForm):
    """A payment order, as the bank shows it."""

    class Meta:
        model = Payment
        fields = ["company", "number", "paid_on", "gross", "purpose"]

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > shop_day(timezone.now()):
            raise forms.ValidationError(str(PaidInFuture.message), code=PaidInFuture.code)
        return day
