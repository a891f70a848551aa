"""Synthetic pages that hold everything an article's page may hold, in several languages."""

import json

_WORDS = "It rains on the moon, and nobody at the observatory knows why it does so. " * 3

_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "@id": "#site", "name": "The Lantern"},
        {
            "@type": ["NewsArticle"],
            "headline": "Stills from Lunar Sea",
            "author": [{"@type": "Person", "name": "Ada Roe"}, {"@id": "#bo"}],
            "publisher": {"@id": "#site"},
            "datePublished": "2021-05-03T10:00:00+02:00",
            "image": [{"@id": "#lead"}, "https://pics.lantern.example/2021/tide-1200x800.jpg"],
        },
        {"@type": "Person", "@id": "#bo", "name": "Bo Poe"},
        {
            "@type": "ImageObject",
            "@id": "#lead",
            "url": "https://pics.lantern.example/2021/lead.jpg",
            "width": 1600,
            "creditText": "Polar Pictures",
            "caption": "The lead\u2019s last \u201cstill\u201d",
        },
    ],
}

ENGLISH = f"""<!doctype html><html lang=en><head><meta charset=utf-8>
<title>Stills from Lunar Sea &ndash; The Lantern</title>
<meta property="og:title" content="Stills from Lunar Sea | The Lantern"><meta property="og:site_name" content="The Lantern">
<meta property="og:image" content="https://pics.lantern.example/2021/lead.jpg?w=1200&amp;h=630&amp;fit=crop">
<meta property="og:description" content="The sea &amp; the *moon*"><link rel="canonical" href="/film/lunar-sea">
<link rel="alternate" type="application/rss+xml" href="/feed"><script type="application/ld+json">{json.dumps(_LD)}</script>
</head><body><header class="site-header"><a href="/"><img class="logo" src="/logo.svg"></a><nav><a href="/film">Film</a></nav></header>
<main><article class="post"><h1>Stills from Lunar Sea</h1><div class="byline">By <a rel="author" href="/ada">Ada Roe</a>,
<a href="/bo">Bo Poe</a></div><time datetime="2021-05-03T10:00:00+02:00">May 3</time>
<figure class="lead"><picture><source type="image/webp" srcset="https://pics.lantern.example/2021/lead.webp?w=400 400w, https://pics.lantern.example/2021/lead.webp?w=1600 1600w">
<img src="https://pics.lantern.example/2021/lead.jpg?w=800" alt="A keeper (Photo by Cy Noe)" width="800" height="450"></picture>
<figcaption>The keeper of the light. <span class="credit">Photo: Cy Noe/Polar</span></figcaption></figure>
<p>{_WORDS}</p><p><img data-src="/pics/reef-1024x683.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" class="lazy"
data-srcset="/pics/reef-300x200.jpg 300w, /pics/reef-1024x683.jpg 1024w"><noscript><img src="/pics/reef-1024x683.jpg"></noscript></p>
<p><em>Credit: Netflix</em></p><p>{_WORDS}</p>
<div class="gallery"><ul><li><a href="/pics/one.jpg"><img src="/pics/one-150x150.jpg" alt="One"></a><p class="wp-caption-text">One (Bo Poe/Getty Images)</p></li>
<li><a href="/pics/two.jpg"><img src="/pics/two-150x150.jpg" alt="Two"></a><p class="wp-caption-text">Two © Heron Films</p></li></ul></div>
<div class="slideshow" data-images='[{{"src":"/pics/slide-a.jpg","caption":"Slide A","credit":"Heron"}},{{"src":"/pics/slide-b.jpg"}}]'></div>
<table><tr><td><img src="../pics/in-table.jpg" width="640"></td></tr><tr><td>In a table (AP)</td></tr></table>
<amp-img src="https://cdn.lantern.example/amp/640x360/amp.jpg" width="640" height="360" srcset="https://cdn.lantern.example/amp/1280x720/amp.jpg 2x"></amp-img>
<blockquote>&ldquo;It rains.&rdquo;</blockquote><p>{_WORDS}</p><img src="/px.gif" width=1 height=1>
<p>Sources: <a href="https://polar.example/news">Polar</a>, <a href="//heron.example/x">Heron</a> and Nightjar</p>
<p>Via: <a href="mailto:tips@lantern.example">Tips</a></p></article>
<aside class="related"><a href="/other"><img src="/pics/other.jpg"><h3>Other story</h3></a><p>Source: Nobody</p></aside></main>
<div class="comments"><img class="avatar" src="/a.png"><p>First!</p></div><footer><p>© 2021 The Lantern</p></footer></body></html>"""

KOREAN = f"""<html lang=ko><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>달빛 바다 스틸 공개 - 달빛일보</title>
<meta property=og:image content=//img.moon.example/2021/05/03/20210503000123_0.jpg></head><body><div id=wrap><h1>‘달빛 바다’ 스틸 공개</h1>
<div class=info>입력 2021.05.03 17:32 | 김민지 기자 minji@moon.example</div><div id=article>
<table align=center><tr><td><img src=//img.moon.example/2021/05/03/20210503000123_0.jpg></td></tr><tr><td>▲ 배우 이달. 사진=넷플릭스</td></tr></table>
달에 비가 온다. 아무도 그 까닭을 모른다. {"달에 비가 온다고 관측소가 밝혔다. " * 9}<br><br>
<img src="/photo/img2.jpg?size=large"><br>사진 제공 | 폴라<br><br>{"바다에는 물이 없다. " * 9}<br>[출처=폴라, 왜가리]</div></div></body></html>"""

GERMAN = f"""<html><head><title>Regen auf dem Mond</title><base href="https://bilder.mond.example/a/"><meta charset=utf-8></head>
<body><article><h1>Regen auf dem Mond</h1><p>Von Max Muster und Ute Beispiel</p><img src=eins.jpg width=700><small>Foto: dpa</small>
<p>{_WORDS}</p><figure><img src="zwei_w640.jpg" data-full="zwei.jpg" copyright="Imago"><figcaption>Der Mond, nass</figcaption></figure>
<p>{_WORDS}</p><h4>Quelle</h4><ul><li><a href=/q>Mondamt</a></li><li>Reiher</li></ul><p>© Mondfilm</p></article></body></html>"""

PAGES = (ENGLISH, KOREAN, GERMAN, ENGLISH + KOREAN, f"{GERMAN}<table><tr>{ENGLISH}")
