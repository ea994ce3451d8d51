import type { Settings } from '../model/settings.ts';
import type { Instance, World } from './world.ts';

/** Opens the instance of a command that needs something crawled before, and closes it whatever happens. */
export async function withInstance<T>(
  world: World,
  settings: Settings,
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const instance = await world.openInstance({ data: settings.data, settings, mustExist: true });
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}
