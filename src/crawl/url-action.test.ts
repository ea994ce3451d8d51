import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actionOf } from './url-action.ts';

const action = (pathAndQuery: string) => actionOf(`https://example.org${pathAndQuery}`);

describe('actionOf()', () => {
  it('names what changes something or opens a form for it', () => {
    for (const [url, part] of [
      ['/index.php?title=Page&action=edit&section=2', 'action=edit'],
      ['/wiki/Page?action=delete&version=3', 'action=delete'],
      ['/doku.php?id=start&do=login&sectok=', 'do=login'],
      ['/ucp.php?mode=register', 'mode=register'],
      ['/index.php?action=logout;token=1', 'action=logout'],
      ['/index.php?board=1.0;action=new_topic', 'action=new_topic'],
      ['/issue1?@action=logout', '@action=logout'],
      ['/index.php?act=Login&CODE=00', 'act=Login'],
      ['/modules.php?name=News&op=submit', 'op=submit'],
      ['/index.php?title=Page&veaction=edit', 'veaction=edit'],
      ['/shop/?add-to-cart=12', 'add-to-cart=12'],
    ] as const)
      assert.equal(action(url), part, url);
  });

  it('leaves everything alone that may be read', () => {
    for (const url of [
      '/sql/delete',
      '/docker/logout/',
      '/index.php?title=Edit',
      '/index.php?action=history',
      '/man.cgi?command=login',
      '/index.php?action=about',
      '/bank.php?op=credit',
      '/films.php?action=watch&film=7',
      '/search?q=edit&do=search',
      '/docs/action=edit',
      '/page?transaction=edit',
    ])
      assert.equal(action(url), undefined, url);
  });
});
