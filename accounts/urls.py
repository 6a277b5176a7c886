from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts.views import (
    addresses,
    applicant,
    company,
    history,
    invitation,
    leave_company,
    people,
    personal_limit,
    profile,
    register,
    requests,
    roles,
    second_factor,
    sessions,
    structure,
)

app_name = "accounts"
urlpatterns = [
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/add/", addresses.address_add, name="address-add"),
    path("addresses/<uuid:uid>/remove/", addresses.address_remove, name="address-remove"),
    path("application/", applicant.own_application, name="own-application"),
    path("company/", company.choose_company, name="company"),
    path("company/cost-centres/add/", structure.cost_centre_add, name="cost-centre-add"),
    path("company/cost-centres/<uuid:uid>/", structure.cost_centre_change, name="cost-centre-change"),
    path("company/departments/add/", structure.department_add, name="department-add"),
    path("company/departments/<uuid:uid>/", structure.department_change, name="department-change"),
    path("company/history/", history.history, name="history"),
    path("company/leave/", leave_company.leave, name="leave-company"),
    path("company/people/", people.people, name="people"),
    path("company/people/invite/", people.person_invite, name="person-invite"),
    path("company/people/<uuid:uid>/department/", people.person_department, name="person-department"),
    path("company/people/<uuid:uid>/end/", people.person_end, name="person-end"),
    path("company/people/<uuid:uid>/limit/", personal_limit.person_limit, name="person-limit"),
    path("company/people/<uuid:uid>/role/", people.person_role, name="person-role"),
    path("company/people/<uuid:uid>/send/", people.person_send, name="person-send"),
    path("company/replacements/", company.replacement_policy, name="replacement-policy"),
    path("company/requests/", requests.requests, name="requests"),
    path("company/requests/<uuid:uid>/admit/", requests.request_admit, name="request-admit"),
    path("company/requests/<uuid:uid>/refuse/", requests.request_refuse, name="request-refuse"),
    path("company/roles/add/", roles.role_add, name="role-add"),
    path("company/roles/<uuid:uid>/", roles.role, name="role"),
    path("company/roles/<uuid:uid>/switch/", roles.role_switch, name="role-switch"),
    path("company/second-factor/", second_factor.second_factor_demand, name="second-factor-demand"),
    path("company/structure/", structure.structure, name="structure"),
    path("invitation/<str:secret>/", invitation.invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
    path("profile/sessions/", sessions.sessions, name="sessions"),
    path("profile/sessions/end/", sessions.sessions_end, name="sessions-end"),
    path("profile/sessions/<uuid:uid>/end/", sessions.session_end, name="session-end"),
    path("register/", register.register, name="register"),
    path("register/sent/", register.register_sent, name="register-sent"),
    path("register/<str:secret>/", register.application, name="application"),
    path("register/<str:secret>/account/", applicant.application_account, name="application-account"),
]

# django-allauth's pages that work here. Left out: sign-up by passkey, several e-mails, phones.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
