"""What is filled in of a paper for the meeting."""

from django import forms

from dangwu.web.forms import PlainForm, text_field


class MaterialForm(PlainForm):
    """A file, or text that is pasted."""

    title = text_field("名称", limit=120, required=False, help_text="上传文件可以不填，用文件名")
    file = forms.FileField(label="文件（不超过10MB）", required=False)
    text = forms.CharField(
        label="或者粘贴正文",
        required=False,
        max_length=100000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
