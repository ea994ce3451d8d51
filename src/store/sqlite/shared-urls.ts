/** The pages that sites have of the URL of the row of `url` at hand. The index knows pages by their URLs alone, and has one of them. */
const SAME_URL = `site AS any_site CROSS JOIN url AS same ON same.site_id = any_site.id AND same.url = url.url
  JOIN page AS same_page ON same_page.url_id = same.id`;

/** The page that was seen last, whichever site has it. */
export const NEWEST_PAGE = `SELECT same.id FROM ${SAME_URL} ORDER BY same_page.fetched_at DESC, same.id = url.id DESC LIMIT 1`;

/** The name of the narrowest of these sites: a wider one is searched with those below it. */
export const NARROWEST_SITE = `SELECT any_site.name FROM ${SAME_URL} ORDER BY length(any_site.name) DESC, any_site.name LIMIT 1`;

/** The index has what another site read there, later than this one. */
export const OTHER_IS_NEWER = `EXISTS (SELECT 1 FROM ${SAME_URL} WHERE same_page.fetched_at > page.fetched_at AND same_page.content_hash <> page.content_hash)`;

/** Ids of those that were seen later than ?1, for the URL ?2. */
export const SEEN_LATER = `SELECT same.id FROM url CROSS JOIN ${SAME_URL} WHERE url.id = ?2 AND same_page.fetched_at > ?1`;
