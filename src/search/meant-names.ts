import { addressName } from '../model/url-name.ts';

/** An option behind something: what it is given to. */
const BEFORE_OPTION = /^(.*?)\s+--?[a-z]/isu;
/** From the first file on that a command is given before its options. */
const FROM_FILE = /\s+(?:"|\S*[./\\]).*$/su;
const PATH_OR_ADDRESS = /^(?:https?:\/|~|\.{1,2})?\/\S+$/i;
/** What is defined where an address opens: `#os.path.join`. */
const DEFINED_THERE = /#([a-z_]\w*(?:\.[a-z_]\w*)+)$/i;

/** What options are given to: `git rebase` of `git rebase -i HEAD~3`, `cc` of `cc pile.c -o pile`; '' where nothing stands before one. */
export function commandName(text: string): string {
  return BEFORE_OPTION.exec(text)?.[1]?.replace(FROM_FILE, '') ?? '';
}

/** What a path or an address leads to: `sources list` of `/etc/apt/sources.list`, `os.path.join` of `/os.path.html#os.path.join`; '' for what is none. */
export function fileName(text: string): string {
  if (!PATH_OR_ADDRESS.test(text)) return '';
  return DEFINED_THERE.exec(text)?.[1] ?? addressName(text).replace(/\p{Cc}/gu, '');
}
