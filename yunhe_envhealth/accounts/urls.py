from django.urls import path

from yunhe_envhealth.accounts.views import factors, sessions, tokens, units, users

app_name = "accounts"
urlpatterns = [
    path("login/", sessions.Login.as_view(), name="login"),
    path("logout/", sessions.Logout.as_view(), name="logout"),
    path("me/", sessions.Me.as_view(), name="me"),
    path("password/", sessions.Password.as_view(), name="password"),
    path("confirm-password/", sessions.ConfirmPassword.as_view(), name="confirm_password"),
    path("second-factor/", factors.SecondFactor.as_view(), name="second_factor"),
    path("second-factor/enrol/", factors.Enrol.as_view(), name="enrol"),
    path("users/", users.UserList.as_view(), name="users"),
    path("users/new/", users.UserNew.as_view(), name="user_new"),
    path("users/<int:pk>/", users.UserRecord.as_view(), name="user"),
    path("users/<int:pk>/edit/", users.UserEdit.as_view(), name="user_edit"),
    path("users/<int:pk>/disable/", users.UserDisable.as_view(), name="user_disable"),
    path("users/<int:pk>/enable/", users.UserEnable.as_view(), name="user_enable"),
    path("users/<int:pk>/password/", users.UserPassword.as_view(), name="user_password"),
    path("users/<int:pk>/factor/", users.FactorReset.as_view(), name="factor_reset"),
    path("users/<int:pk>/roles/new/", users.RoleGive.as_view(), name="role_give"),
    path("roles/<int:pk>/end/", users.RoleEnd.as_view(), name="role_end"),
    path("units/", units.UnitList.as_view(), name="units"),
    path("units/new/", units.UnitNew.as_view(), name="unit_new"),
    path("units/<int:pk>/", units.UnitRecord.as_view(), name="unit"),
    path("units/<int:pk>/edit/", units.UnitEdit.as_view(), name="unit_edit"),
    path("units/<int:pk>/retire/", units.UnitRetire.as_view(), name="unit_retire"),
    path("tokens/", tokens.TokenList.as_view(), name="tokens"),
    path("tokens/new/", tokens.TokenNew.as_view(), name="token_new"),
    path("tokens/<int:pk>/", tokens.TokenRecord.as_view(), name="token"),
    path("tokens/<int:pk>/revoke/", tokens.TokenRevoke.as_view(), name="token_revoke"),
]
