// HTML as feeds carry it, to plain text: the HTML standard's elements, references and errors, and markup that would run.

import { describe, expect, test } from 'vitest'
import { toPlainText } from '../../../src/feed/html/text.ts'
import { read, rss } from './told.ts'

const tell = (rows: readonly (readonly [html: string, text: string])[]): void => {
  test.each(rows)('%s', (html, text) => {
    expect(toPlainText(html)).toBe(text)
  })
}

describe('what runs is not read', () => {
  tell([
    ['<SCRIPT/XSS SRC="http://x.example/x.js"></SCRIPT>safe', 'safe'],
    ['<SCRIPT/SRC="http://x.example"></SCRIPT>safe', 'safe'],
    ['<SCRIPT>a=/XSS/\nalert(a.source)</SCRIPT>safe', 'safe'],
    ['</TITLE><SCRIPT>alert("XSS");</SCRIPT>safe', 'safe'],
    ['<STYLE>@import"http://x.example";</STYLE>safe', 'safe'],
    ['<!--[if gte IE 4]><SCRIPT>alert(1);</SCRIPT><![endif]-->safe', 'safe'],
    ['<SCRIPT a=">" SRC="x"></SCRIPT>safe', 'safe'],
    ['<SCRIPT =">" SRC="x"></SCRIPT>safe', 'safe'],
    [`<SCRIPT a=">" '' SRC="x"></SCRIPT>safe`, 'safe'],
    ['<SCRIPT a=`>` SRC="x"></SCRIPT>safe', 'safe'],
    [`<SCRIPT a=">'>" SRC="x"></SCRIPT>safe`, 'safe'],
    [`<? echo('<SCR)'; echo('IPT>alert(1)</SCRIPT>'); ?>safe`, 'safe'],
    ['<?php echo "<b>" ?>safe', 'safe'],
    ['<BODY onload!#$%&()*~+-_.,:;?@[/|\\]^`=alert(1)>safe</BODY>', 'safe'],
    ['<SCRIPT SRC=//x.example/.j>safe', 'safe'],
    ['<INPUT TYPE="IMAGE" SRC="javascript:alert(1);">safe', 'safe'],
    ['<TABLE><TD BACKGROUND="javascript:alert(1)">safe</TABLE>', 'safe'],
    ['<A HREF="http://x.example"ONCLICK="y">safe</A>', 'safe'],
    ['<img src=x onerror=alert(1)>safe', 'safe'],
    ["<svg/onload=alert('XSS')>safe", 'safe'],
    ['<svg><script>alert(1)</script></svg>safe', 'safe'],
    ['<style type="text/css">p { color: red }</style><p>safe</p>', 'safe'],
    ['<script>if (a < b && c > d) {}</script>safe', 'safe'],
    ['<script>var s = "<p>no</p>"</script>safe', 'safe'],
    ['<template><p>no</p></template>safe', 'safe'],
    ['<noembed>no</noembed>safe', 'safe'],
    ['<head><title>no</title><style>no</style></head><body>safe</body>', 'safe'],
  ])
})

describe('lines, lists and tables', () => {
  tell([
    ['a<br>b<br/>c<br />d<BR clear="all">e', 'a\nb\nc\nd\ne'],
    ['<p>a<p>b<p>c', 'a\n\nb\n\nc'],
    ['<p>a</p>\n\n<p>b</p>', 'a\n\nb'],
    ['<ul><li>a<li>b</ul>c', '• a\n• b\nc'],
    ['<ol><li>a</li><li>b<ul><li>c</li></ul></li></ol>', '• a\n• b\n• c'],
    ['<dl><dt>a<dd>b<dt>c<dd>d</dl>', 'a\nb\nc\nd'],
    ['<table><tr><th>a<th>b<tr><td>c<td>d</table>', 'a b\nc d'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['<select><option>a<option>b</select>', 'a\nb'],
    ['<blockquote><p>a</p></blockquote><p>b</p>', 'a\n\nb'],
    ['<h1>a</h1>b<h2>c</h2>d', 'a\n\nb\n\nc\n\nd'],
    ['a<hr>b', 'a\nb'],
    ['<pre>a\n  b\nc</pre>', 'a\nb\nc'],
    ['<div>a</div><div>b</div>', 'a\nb'],
    ['<span>a</span><span>b</span>', 'ab'],
    ['<p></p><p> </p>a<p>&nbsp;</p><p>b</p>', 'a\n\nb'],
    ['<details><summary>a</summary>b</details>', 'a\nb'],
    ['<figure><img src="x"><figcaption>a</figcaption></figure>b', 'a\nb'],
    ['a<wbr>b', 'ab'],
    ['  a \n\t b  ', 'a b'],
    ['H<sub>2</sub>O', 'H2O'],
    ['<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>', '漢(kan)'],
    ['<math><mi>x</mi><mo>=</mo><mn>1</mn></math>', 'x=1'],
    ['<img alt="picture" src="x">', ''],
    ['<del>a</del> <ins>b</ins>', 'a b'],
    ['<q>a</q> <cite>b</cite> <abbr title="c">d</abbr>', 'a b d'],
  ])
})

describe('references', () => {
  tell([
    ['&lt;&gt;&amp;&quot;&apos;', `<>&"'`],
    ['a&nbsp;b', 'a b'],
    ['&copy; &reg; &trade; &euro; &mdash; &ndash; &hellip;', '© ® ™ € — – …'],
    ['&lsquo;a&rsquo; &ldquo;b&rdquo; &laquo;c&raquo;', '‘a’ “b” «c»'],
    ['&#8217;&#x2019;&#X2019;', '’’’'],
    ['&#128512;&#x1F600;', '😀😀'],
    ['&#55357;&#56832; &#xD83D;&#xDE00;', '😀 😀'],
    ['&#130;&#133;&#145;a&#146;&#147;b&#148;&#150;&#151;&#153;', '‚…‘a’“b”–—™'],
    ['&#x80; &#x9F;', '€ Ÿ'],
    ['&eacute;&Eacute;&szlig;&oslash;&ntilde;', 'éÉßøñ'],
    ['&AMP; &LT; &QUOT; &COPY;', '& < " ©'],
    ['&hellip&hellip;', '……'],
    ['AT&T R&D; x &unknown; &foo', 'AT&T R&D; x &unknown; &foo'],
    ['?a=1&copy=2&reg=3&lt=4', '?a=1&copy=2&reg=3&lt=4'],
    ['Bread &amp;amp; butter', 'Bread & butter'],
    ['&amp;#8217; &amp;eacute;', '’ é'],
    ['<a title="&quot;>&quot;">a</a>', 'a'],
    ['a&shy;b', 'ab'],
  ])
})

describe('what is no markup, or broken', () => {
  tell([
    ['5 < 6 and 7 > 3', '5 < 6 and 7 > 3'],
    ['<3 love', '<3 love'],
    ['x<y', 'x<y'],
    ['a < b > c', 'a < b > c'],
    ['<a href="x" title="a > b">c</a>', 'c'],
    ['a<!-- b -->c', 'ac'],
    ['a<!--- b --->c', 'ac'],
    ['a<![CDATA[ b ]]>c', 'a b c'],
    ['a<?xml:namespace prefix = o />b', 'ab'],
    ['<![if !IE]>a<![endif]>', 'a'],
    ['a</br>b', 'a\nb'],
    ['a<br / >b', 'a\nb'],
    ['<img src="x" alt="a"b">c', 'c'],
    ['<p>a&nbsp</p>b', 'a\n\nb'],
    ['<b>unclosed', 'unclosed'],
    ['text <a href="https://outlet.exam', 'text'],
    ['text <img src="https://outlet.example/a.png" alt="cut o', 'text'],
    ['text </p', 'text'],
    ['text <a class="', 'text'],
    ['if a <b then', 'if a <b then'],
    ["text <a href='x>y</a> z", 'text y z'],
    ['<p class="a" class="b">c</p>', 'c'],
    ['<custom-element>a</custom-element>', 'a'],
    ['<st1:place>a</st1:place>', 'a'],
    ['a\u0000b\u0007c', 'abc'],
    ['\u202ea\u202cb', 'ab'],
  ])
})

describe('RSS does not say whether a text is HTML', () => {
  const rows: readonly (readonly [written: string, text: string])[] = [
    ['5 &lt; 6', '5 < 6'],
    ['a &lt;b and c&gt; d', 'a <b and c> d'],
    ['the &lt;blink&gt; tag', 'the <blink> tag'],
    ['the &lt;script&gt; tag of HTML', 'the <script> tag of HTML'],
    ['generic&lt;T&gt; types', 'generic<T> types'],
    ['&lt;b&gt;a&lt;/b&gt;', 'a'],
    ['&lt;svg/onload=alert(1)&gt;a', 'a'],
    ['a&lt;br&gt;b', 'a b'],
    ['&lt;img src="x"&gt;a', 'a'],
    ['&lt;a href="x"&gt;a', 'a'],
    ['A &amp;amp; B', 'A & B'],
    ['&lt;![CDATA[a &amp; b]]&gt;', 'a & b'],
    ['&lt;!-- a --&gt;b', 'b'],
  ]
  test.each(rows)('%s', async (written, text) => {
    expect(await read(rss(`<title>${written}</title>`))).toMatchObject({ items: [{ title: text }] })
  })
})
