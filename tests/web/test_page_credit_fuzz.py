"""Articles put together at random, whose photos and credits are known: none is missed, moved or made up.

``SEED`` chooses the first of them, ``FUZZ`` how many.
"""

import json
import os
import random
from dataclasses import dataclass

import pytest

from bot.web.page.document import read_page

SEED = int(os.environ.get("SEED", "1"))
COUNT = int(os.environ.get("FUZZ", "150"))
URL = "https://lantern.example/film/lunar-sea"

PEOPLE = ("Ada Roe", "Bo Lindqvist", "Carla M. Vega", "D. R. Okafor", "Élise Morin", "Jürgen Voß")
OWNERS = ("Netflix", "Moonlight Pictures", "Studio Canto", "Getty Images", "AFP", "Reuters", "A24")
# Language: labels with a sign, names of its own, captions (with people in them), text.
LANGUAGES = {
    "en": (
        ["Photo: {}", "Credit: {}", "Photo by {}", "Photo credit: {}", "© {}", "Image: {}", "Courtesy of {}"],
        [],
        ["Ada Roe and Bo Lindqvist arrive at the premiere.", "The crew on the set of Lunar Sea.",
         "Director Mira Holt, left, talks to Tom Berg.", "A scene from the film",
         "Lunar Sea was written by Mira Holt", "The Netflix series Lunar Sea", "Mira Holt speaks to Reuters",
         "A poster of the film by Studio Canto", "From left: Ada Roe, Bo Lindqvist"],
        "It rains on the moon, and nobody in the small crew knows why it does so, or when it began. ",
    ),
    "ko": (
        ["사진={}", "사진 제공={}", "사진: {}", "출처: {}"],
        ["넷플릭스", "달빛픽처스", "김민지 기자"],
        ["배우 김하늘이 무대에 올랐다.", "영화 '달의 바다' 스틸컷", "이준호와 박서연이 인사하고 있다.",
         "넷플릭스 시리즈 '달의 바다'", "감독 김민지"],
        "달에 비가 내리지만 작은 승무원 중 누구도 그 이유를 알지 못하고 언제 시작됐는지도 모른다고 말했다. ",
    ),
    "ja": (
        ["写真:{}", "写真：{}", "写真＝{}", "撮影：{}", "画像提供：{}", "©{}"],
        ["月光社", "山田太郎", "ネットフリックス"],
        ["舞台あいさつに立つ佐藤花子さん", "映画「月の海」の一場面", "撮影現場のクルーたち。", "監督の山田太郎さん"],
        "月に雨が降るが、小さな乗組員の誰もその理由を知らず、いつ始まったのかもわからないという話が続いている。",
    ),
    "es": (
        ["Foto: {}", "Crédito: {}", "Fotografía: {}", "Fuente: {}", "Cortesía de {}", "Imagen: {}"],
        [],
        ["Ada Roe y Bo Lindqvist llegan al estreno.", "El equipo en el rodaje de Mar Lunar."],
        "Llueve en la luna, y nadie de la pequeña tripulación sabe por qué lo hace ni cuándo empezó. ",
    ),
    "fr": (
        ["Photo : {}", "Crédit photo : {}", "© {}", "Crédits : {}", "Crédit : {}"],
        [],
        ["Ada Roe et Bo Lindqvist arrivent à la première.", "L’équipe sur le tournage de Mer lunaire.",
         "« Mer lunaire », un film de Mira Holt"],
        "Il pleut sur la lune, et personne dans le petit équipage ne sait pourquoi ni depuis quand. ",
    ),
    "de": (
        ["Foto: {}", "Bild: {}", "© {}", "Bildquelle: {}", "Fotocredit: {}", "Quelle: {}"],
        [],
        ["Ada Roe und Bo Lindqvist kommen zur Premiere.", "Das Team am Set von Mondmeer.",
         "Regie: Mira Holt", "Eine Szene aus dem Film von Mira Holt"],
        "Es regnet auf dem Mond, und niemand in der kleinen Mannschaft weiß, warum und seit wann. ",
    ),
    "it": (
        ["Foto: {}", "Credit: {}", "© {}", "Crediti: {}", "Fonte: {}"],
        [],
        ["Ada Roe e Bo Lindqvist arrivano alla prima.", "La troupe sul set di Mare lunare."],
        "Piove sulla luna, e nessuno nel piccolo equipaggio sa perché piova né da quando abbia iniziato. ",
    ),
    "pt": (
        ["Foto: {}", "Crédito: {}", "Imagem: {}", "Fotografia: {}", "© {}"],
        [],
        ["Ada Roe e Bo Lindqvist chegam à estreia.", "A equipe no set de Mar Lunar."],
        "Chove na lua, e ninguém da pequena tripulação sabe por que chove nem quando isso começou. ",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A photo of an article: what its address holds, and who is credited for it."""

    name: str
    credit: str | None


class Writer:
    """Writes one article; each photo in a markup of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.language = self.chance.choice(list(LANGUAGES))
        self.labels, own, self.captions, self.text = LANGUAGES[self.language]
        self.names = [*own, *PEOPLE, *OWNERS] if not own else [*own, *OWNERS]
        self.json: list[dict[str, str]] = []

    def article(self) -> tuple[str, list[Truth]]:
        parts, truth = [f"<h1>Lunar Sea: {self.language}</h1>", self.paragraph()], []
        for number in range(self.chance.randint(1, 8)):
            html, photo = self.photo(number)
            parts += [html, self.paragraph() if self.chance.random() < 0.7 else ""]
            truth.append(photo)
            if self.chance.random() < 0.3:
                parts.append(self.chance.choice(BETWEEN))
        parts.append(self.paragraph())
        stated = f'<script type="application/ld+json">{json.dumps(self.json)}</script>'
        page = (
            f"<html lang={self.language}><head><title>Lunar Sea</title>{stated}</head>"
            f"<body><nav><a href=/><img src=/logo.png></a></nav><article>{''.join(parts)}</article>"
            f"{RELATED}</body></html>"
        )
        return page, truth

    def paragraph(self) -> str:
        return f"<p>{self.text * self.chance.randint(1, 3)}</p>"

    def photo(self, number: int) -> tuple[str, Truth]:
        name = f"still-of-the-sea-{number + 1}"
        markup = self.chance.choice(MARKUPS)
        caption = self.chance.choice(self.captions)
        if "{caption} {label}" in markup and caption[-1] not in ".。":
            caption += "."  # without any mark, nobody can tell where a caption ends
        credit = self.chance.choice(self.names)
        label = self.chance.choice(self.labels).format(credit)
        image = self.chance.choice(IMAGES).format(name)
        if markup in SILENT:
            return markup.format(image=image, caption=caption), Truth(name=name, credit=None)
        if markup is IN_JSON:
            self.json.append(
                {"@type": "ImageObject", "contentUrl": f"https://lantern.example/u/{name}.jpg",
                 "creditText": credit}
            )  # fmt: skip
        alt = image.replace("<img ", f'<img alt="{caption} ({label})" ', 1)
        attribute = image.replace("<img ", f'<img data-credit="{credit}" ', 1)
        html = markup.format(
            image=image, alt=alt, attribute=attribute, caption=caption, label=label, credit=credit
        )
        return html, Truth(name=name, credit=credit)


IMAGES = (
    '<img src="/u/{0}.jpg" width=900 height=600>',
    '<img src="/u/{0}-300x200.jpg" srcset="/u/{0}-300x200.jpg 300w, /u/{0}-1024x683.jpg 1024w">',
    '<img src="data:image/gif;base64,R0lGOD" data-src="/u/{0}.jpg">',
    '<img src="/u/{0}.jpg?w=640" loading=lazy class="aligncenter size-large">',
    '<a href="/u/{0}.jpg"><img src="/u/{0}-640x427.jpg"></a>',
)
# Nobody is credited here.
SILENT = (
    "<figure>{image}</figure>",
    "<figure>{image}<figcaption>{caption}</figcaption></figure>",
    "<p>{image}</p>",
    "<div class=image>{image}</div><p class=caption>{caption}</p>",
    "<div class=wp-caption>{image}<p class=wp-caption-text>{caption}</p></div>",
    "<ul class=gallery><li>{image}</li></ul>",
)
IN_JSON = "<figure>{image}<figcaption>{caption}</figcaption></figure><!-- JSON -->"
MARKUPS = (
    *SILENT,
    *SILENT,
    IN_JSON,
    "<figure>{image}<figcaption>{label}</figcaption></figure>",
    "<figure>{image}<figcaption>{caption} {label}</figcaption></figure>",
    "<figure>{image}<figcaption>{caption} ({label})</figcaption></figure>",
    "<figure>{image}<figcaption>{caption}<br>{label}</figcaption></figure>",
    "<figure>{image}<figcaption>{caption} <span class=credit>{credit}</span></figcaption></figure>",
    "<figure>{image}<figcaption><span class=caption>{caption}</span><span class=photo-credit>{label}</span></figcaption></figure>",
    "<figure>{image}<figcaption>{caption} <cite>{label}</cite></figcaption></figure>",
    "<figure>{image}<figcaption>{caption} <small>{label}</small></figcaption></figure>",
    "<figure>{image}<small class=copyright>{credit}</small><figcaption>{caption}</figcaption></figure>",
    "<div class=image>{image}<div class=image-credit>{credit}</div></div>",
    "<div class=wp-caption>{image}<p class=wp-caption-text>{caption} {label}</p></div>",
    "<p>{image}</p><p>{label}</p>",
    "<p>{image}<br>{label}</p>",
    "<p>{image}<br><em>{label}</em></p>",
    "<div>{image}</div><p><i>{label}</i></p>",
    "<table><tr><td>{image}</td></tr><tr><td>{caption} ({label})</td></tr></table>",
    "<ul class=gallery><li>{image}<p>{label}</p></li></ul>",
    "<ul class=gallery><li><figure>{image}<figcaption>{label}</figcaption></figure></li></ul>",
    "<figure>{attribute}<figcaption>{caption}</figcaption></figure>",
    "<figure>{alt}</figure>",
    "<p>{alt}</p>",
)
BETWEEN = (
    "<aside class=related><a href=/film/other><img src=/u/teaser-one.jpg width=300>Sea king returns</a><p>Photo: Zed Quill</p></aside>",
    "<div class=ad><a href=https://shop.example/><img src=/u/offer.jpg width=728></a></div>",
    "<div class='newsletter'><img src=/u/letter.jpg width=400><p>Photo: Yan Petit</p></div>",
    "<blockquote>“It rains,” says Ada Roe of Netflix.</blockquote>",
    "<p class=author-bio><img src=/u/author.jpg width=200>By Xeno Price</p>",
)
RELATED = (
    "<section class=related-posts><h3>Related</h3><figure><a href=/film/else><img src=/u/else.jpg width=400></a>"
    "<figcaption>Else. Photo: Zed Quill</figcaption></figure></section><footer>© Lantern Media</footer>"
)


@pytest.mark.parametrize("seed", range(SEED, SEED + COUNT))
def test_each_photo_is_found_with_its_own_credit(seed: int):
    html, truth = Writer(seed).article()
    photos = read_page(html.encode(), url=URL).photos
    found = [(photo.url.rpartition("/")[2].partition(".")[0], photo.credit) for photo in photos]
    shown = [(name.removesuffix("-1024x683").removesuffix("-300x200"), who) for name, who in found]
    assert shown == [(photo.name, photo.credit) for photo in truth]
