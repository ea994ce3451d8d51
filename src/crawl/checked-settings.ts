import { Fault, messageOf } from '../model/errors.ts';
import type { Login } from '../model/login.ts';
import type { CrawlSettings } from '../model/settings.ts';
import { makeScope } from './scope.ts';
import { isLoopback, readSeeds } from './seeds.ts';

/**
 * The settings with their seeds as they are asked for, and the logins of those kept apart. Needs nothing that is open.
 * Faults of `readSeeds`, and `settings-invalid` that names what to change.
 */
export function checkedSettings(settings: CrawlSettings): CrawlSettings & { logins: Login[] } {
  const { seeds, logins } = readSeeds(settings.seeds);
  const remote = seeds.map((seed) => new URL(seed).hostname).find((host) => !isLoopback(host));
  if (settings.rps === 0 && remote !== undefined) {
    throw new Fault(
      'settings-invalid',
      `--rps 0 means no limit and is for loopback hosts only; ${remote} needs a number above 0.`,
    );
  }
  try {
    makeScope({ ...settings, seeds });
  } catch (cause) {
    throw new Fault('settings-invalid', messageOf(cause), { cause });
  }
  return { ...settings, seeds, logins };
}
