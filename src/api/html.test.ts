import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { html, snippetHtml, webAddress } from './html.ts';

describe('html', () => {
  it('escapes text and attribute values', () => {
    const hostile = `"'><script>alert(1)</script>&amp;`;
    assert.equal(
      html`<p title="${hostile}">${hostile}</p>`.text,
      '<p title="&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;">' +
        '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;</p>',
    );
  });

  it('keeps markup made by html, joins lists and leaves nothings out', () => {
    assert.equal(
      html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${null}${undefined}${false}</ul>`.text,
      '<ul><li>1</li><li>2</li></ul>',
    );
  });

  it('lets no value open a tag or leave a quoted attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        assert.doesNotMatch(html`${value}`.text, /[<>"']/);
      }),
    );
  });
});

describe('webAddress', () => {
  it('takes http and https only', () => {
    assert.equal(webAddress('https://a.example/#b'), 'https://a.example/#b');
    assert.equal(webAddress('HTTP://a.example/'), 'HTTP://a.example/');
    const others = ['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', '//a.example', ''];
    for (const url of [...others, 'javascript:alert(1)//https://a.example/']) {
      assert.equal(webAddress(url), undefined, url);
    }
  });
});

describe('snippetHtml', () => {
  it('keeps marks and the text as it was escaped', () => {
    const snippet = 'a &lt;b&gt; <mark>c &amp;amp; d</mark> &quot;e&quot; &#39;f&#39;';
    assert.equal(snippetHtml(snippet).text, snippet);
  });

  it('shows every other tag as text, also within and around marks', () => {
    const markup = snippetHtml('<img src=x onerror=alert(1)><mark><script>x</script></mark></mark><mark>').text;
    assert.deepEqual(markup.match(/<[^>]*>/g), ['<mark>', '</mark>']);
  });

  it('never makes another tag than mark, and balances those', () => {
    const pieces = fc.constantFrom('<mark>', '</mark>', '<', '>', '&lt;', '&amp;', 'mark', '<mark', '"', 'x');
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const tags = snippetHtml(parts.join('')).text.match(/<[^>]*>?/g) ?? [];
        tags.forEach((tag, place) => {
          assert.equal(tag, place % 2 === 0 ? '<mark>' : '</mark>');
        });
        assert.equal(tags.length % 2, 0);
      }),
    );
  });
});
