/** Schema of crawl.sqlite, one entry a version. An entry that was released never changes; a new one is added below it. */
export const CRAWL_STORE_MIGRATIONS = [
  `
CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  seeds TEXT NOT NULL,     -- JSON arrays
  include TEXT NOT NULL,
  exclude TEXT NOT NULL,
  anchors TEXT NOT NULL,
  scope TEXT NOT NULL
);

CREATE TABLE crawl (
  site_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  why TEXT,
  PRIMARY KEY (site_id, number)
) WITHOUT ROWID;

CREATE TABLE url (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL,
  url TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,
  is_seed INTEGER NOT NULL DEFAULT 0,
  depth INTEGER NOT NULL,
  hops INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  found_on INTEGER,
  found_at INTEGER NOT NULL,
  fetched_at INTEGER,
  status INTEGER
);
CREATE UNIQUE INDEX url_by_address ON url (site_id, url);
CREATE INDEX url_ready ON url (site_id, depth, id) WHERE state = 'ready';
CREATE INDEX url_waiting ON url (site_id, not_before) WHERE state = 'waiting';
CREATE INDEX url_by_reason ON url (site_id, state, reason, id);

-- A row here means: this URL is in the index, or on its way there.
CREATE TABLE page (
  url_id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  title TEXT NOT NULL,
  lang TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  fetched_at INTEGER NOT NULL,
  extracted BLOB NOT NULL,
  source BLOB NOT NULL
);
CREATE INDEX page_by_content ON page (site_id, content_hash);

CREATE TABLE link (
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL,
  fragment TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (from_id, to_id, fragment)
) WITHOUT ROWID;
CREATE INDEX link_by_target ON link (to_id);

-- The outbox. A newer change of a URL replaces the older one under a new number, so that acknowledging the older one leaves it.
CREATE TABLE index_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  url_id INTEGER NOT NULL UNIQUE
);

-- Kept by triggers alone, so that no transaction can forget to count.
CREATE TABLE url_count (
  site_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (site_id, state, reason)
) WITHOUT ROWID;
CREATE TRIGGER url_counted_in AFTER INSERT ON url BEGIN
  INSERT INTO url_count VALUES (NEW.site_id, NEW.state, NEW.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER url_counted_again AFTER UPDATE OF state, reason ON url WHEN OLD.state <> NEW.state OR OLD.reason <> NEW.reason BEGIN
  UPDATE url_count SET n = n - 1 WHERE site_id = OLD.site_id AND state = OLD.state AND reason = OLD.reason;
  INSERT INTO url_count VALUES (NEW.site_id, NEW.state, NEW.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
`,
  `CREATE INDEX url_duplicate ON url (site_id, detail) WHERE state = 'duplicate'`,
  `
CREATE INDEX url_by_depth ON url (site_id, depth);
CREATE INDEX url_by_fetch ON url (site_id, fetched_at) WHERE fetched_at IS NOT NULL;
CREATE INDEX url_redirect ON url (site_id, detail) WHERE state = 'redirected';
`,
  `CREATE TABLE robots (origin TEXT PRIMARY KEY, body BLOB NOT NULL, fetched_at INTEGER NOT NULL)`,
  `
CREATE TABLE page_count (site_id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO page_count SELECT site_id, count(*) FROM page GROUP BY site_id;
CREATE TRIGGER page_counted_in AFTER INSERT ON page BEGIN
  INSERT INTO page_count VALUES (NEW.site_id, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER page_counted_out AFTER DELETE ON page BEGIN
  UPDATE page_count SET n = n - 1 WHERE site_id = OLD.site_id;
END;
`,
  `
-- A row here means: the page is to leave the index when the crawl has ended well. Until then it is searchable.
CREATE TABLE page_loss (url_id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL);
CREATE INDEX page_loss_by_site ON page_loss (site_id);
ALTER TABLE crawl ADD COLUMN pages_before INTEGER NOT NULL DEFAULT 0;
`,
  `
-- 1: a sitemap says that it has changed since it was fetched.
ALTER TABLE url ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
-- The sitemap that listed it last.
ALTER TABLE url ADD COLUMN sitemap_id INTEGER;
CREATE TABLE sitemap (id INTEGER PRIMARY KEY, site_id INTEGER NOT NULL, url TEXT NOT NULL, UNIQUE (site_id, url));
DROP INDEX url_ready;
CREATE INDEX url_ready ON url (site_id, priority DESC, depth, id) WHERE state = 'ready';
`,
  // Pages are read once more in the next crawl: what they name as canonical, and their sketches, are not known yet.
  `
ALTER TABLE page ADD COLUMN canonical TEXT;
ALTER TABLE page ADD COLUMN sketch BLOB;
CREATE INDEX page_by_canonical ON page (site_id, canonical) WHERE canonical IS NOT NULL;
UPDATE page SET etag = NULL, last_modified = NULL;
`,
  `
-- How the pages of one template of URLs have done in this crawl.
CREATE TABLE pattern (
  site_id INTEGER NOT NULL,
  pattern TEXT NOT NULL,
  pages INTEGER NOT NULL,
  useful INTEGER NOT NULL,
  PRIMARY KEY (site_id, pattern)
) WITHOUT ROWID;
CREATE TABLE pattern_text (
  site_id INTEGER NOT NULL,
  pattern TEXT NOT NULL,
  wording TEXT NOT NULL,
  PRIMARY KEY (site_id, pattern, wording)
) WITHOUT ROWID;
`,
  // What waits in the outbox is counted by triggers, too. REPLACE fires none for the row that it removes, so that one is removed before.
  `
CREATE TABLE outbox_count (site_id INTEGER PRIMARY KEY, n INTEGER NOT NULL);
INSERT INTO outbox_count SELECT url.site_id, count(*) FROM index_changes JOIN url ON url.id = index_changes.url_id GROUP BY url.site_id;
CREATE TRIGGER outbox_replaced BEFORE INSERT ON index_changes BEGIN
  DELETE FROM index_changes WHERE url_id = NEW.url_id;
END;
CREATE TRIGGER outbox_counted_in AFTER INSERT ON index_changes BEGIN
  INSERT INTO outbox_count SELECT site_id, 1 FROM url WHERE id = NEW.url_id ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER outbox_counted_out AFTER DELETE ON index_changes BEGIN
  UPDATE outbox_count SET n = n - 1 WHERE site_id = (SELECT site_id FROM url WHERE id = OLD.url_id);
END;
`,
  `
-- The number of the crawl that brought the page into the index; 0 is one of long ago.
ALTER TABLE page ADD COLUMN since_crawl INTEGER NOT NULL DEFAULT 0;
-- Pages of the index that failed in every one of the last crawls in which their site answered; crawls_alone: while their host answered for others.
CREATE TABLE page_failure (
  url_id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL,
  since INTEGER NOT NULL,
  crawls INTEGER NOT NULL,
  crawls_alone INTEGER NOT NULL,
  last_crawl INTEGER NOT NULL
);
CREATE INDEX page_failure_by_site ON page_failure (site_id);
CREATE TRIGGER page_failure_over AFTER DELETE ON page BEGIN
  DELETE FROM page_failure WHERE url_id = OLD.url_id;
END;
`,
  'ALTER TABLE crawl ADD COLUMN max_depth INTEGER',
  // Pages that the index refuses: none of its pages, but kept for another index. It has the columns of `page`, in their order.
  `
CREATE TABLE page_aside AS SELECT * FROM page WHERE 0;
CREATE UNIQUE INDEX page_aside_by_url ON page_aside (url_id);
CREATE INDEX page_aside_by_site ON page_aside (site_id);
`,
  // Apart from the pages: a row of `page` is written as a whole, with all of its text.
  `
-- The links that a page of the index was indexed with; NULL: not known.
CREATE TABLE indexed_links (site_id INTEGER NOT NULL, url_id INTEGER NOT NULL, mark INTEGER, PRIMARY KEY (site_id, url_id)) WITHOUT ROWID;
INSERT INTO indexed_links SELECT site_id, url_id, NULL FROM page;
CREATE TRIGGER page_links_in AFTER INSERT ON page BEGIN
  INSERT OR IGNORE INTO indexed_links VALUES (NEW.site_id, NEW.url_id, NULL);
END;
CREATE TRIGGER page_links_out AFTER DELETE ON page BEGIN
  DELETE FROM indexed_links WHERE site_id = OLD.site_id AND url_id = OLD.url_id;
END;
-- 1: links have been stored since all of them were compared.
ALTER TABLE site ADD COLUMN has_new_links INTEGER NOT NULL DEFAULT 1;
`,
  // Pages are read once more in the next crawl: what they declare as their alternates is not known yet.
  'UPDATE page SET etag = NULL, last_modified = NULL; UPDATE page_aside SET etag = NULL, last_modified = NULL',
  // 1: only how many pages link to it has changed since the page was indexed.
  'ALTER TABLE index_changes ADD COLUMN only_links INTEGER NOT NULL DEFAULT 0',
  // Read once more: where they stand in their site is not known yet.
  'UPDATE page SET etag = NULL, last_modified = NULL; UPDATE page_aside SET etag = NULL, last_modified = NULL',
  // Read once more: the further ids of their sections are not known yet.
  'UPDATE page SET etag = NULL, last_modified = NULL; UPDATE page_aside SET etag = NULL, last_modified = NULL',
  // The index that the outbox is for: one row, or none as long as nobody has said.
  'CREATE TABLE outbox_index (identity TEXT NOT NULL)',
  `
-- With the port, as in the URL: always between // and the next slash, as it is canonical.
ALTER TABLE url ADD COLUMN host TEXT AS (substr(url, instr(url, '//') + 2, instr(substr(url, instr(url, '//') + 2), '/') - 1)) VIRTUAL;
DROP INDEX url_ready;
CREATE INDEX url_ready ON url (site_id, host, priority DESC, depth, id) WHERE state = 'ready';
-- The entries of one host; ready and taken are counted by triggers.
CREATE TABLE host_queue (
  site_id INTEGER NOT NULL,
  host TEXT NOT NULL,
  ready INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  turn INTEGER NOT NULL DEFAULT 0,       -- grows with every entry that is taken: the host with the least has waited longest
  not_before INTEGER NOT NULL DEFAULT 0, -- the host has asked for a pause, until then
  PRIMARY KEY (site_id, host)
) WITHOUT ROWID;
CREATE INDEX host_queue_by_turn ON host_queue (site_id, taken, turn) WHERE ready > 0;
INSERT INTO host_queue (site_id, host, ready, taken)
  SELECT site_id, host, sum(state = 'ready'), sum(state = 'taken') FROM url WHERE state IN ('ready', 'taken') GROUP BY site_id, host;
CREATE TRIGGER host_queue_in AFTER INSERT ON url WHEN NEW.state = 'ready' BEGIN
  INSERT INTO host_queue (site_id, host, ready, taken) VALUES (NEW.site_id, NEW.host, 1, 0) ON CONFLICT DO UPDATE SET ready = ready + 1;
END;
CREATE TRIGGER host_queue_changed AFTER UPDATE OF state ON url
WHEN (OLD.state IN ('ready', 'taken') OR NEW.state IN ('ready', 'taken')) AND OLD.state <> NEW.state BEGIN
  INSERT INTO host_queue (site_id, host, ready, taken)
    VALUES (NEW.site_id, NEW.host, (NEW.state = 'ready') - (OLD.state = 'ready'), (NEW.state = 'taken') - (OLD.state = 'taken'))
    ON CONFLICT DO UPDATE SET ready = ready + excluded.ready, taken = taken + excluded.taken;
END;
`,
] as const;
