from django import forms

from dangwu.accounts.models import Role


class FinderForm(forms.Form):
    """The organisation whose subtree is searched, or all that the person's posts reach."""

    everywhere = forms.BooleanField(required=False)
    unit = forms.IntegerField(required=False)
    organisation = forms.UUIDField(required=False)


class AccountForm(forms.Form):
    """A new account."""

    login = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,39}$",
        label="登录名",
        error_messages={"invalid": "用3到40个小写字母、数字、点、横线，如 wangjg。"},
    )
    name = forms.CharField(label="姓名", max_length=60)
    password = forms.CharField(label="初始密码", min_length=10, max_length=128)


class GrantForm(forms.Form):
    """A role for an account, in an organisation named by its code."""

    role = forms.ChoiceField(label="职务权限", choices=Role.choices)
    code = forms.CharField(label="党组织代码", max_length=40)
    since = forms.DateField(label="自何日起")


class PasswordForm(forms.Form):
    """A new first password, told to its owner in person."""

    password = forms.CharField(label="新的初始密码", min_length=10, max_length=128)
