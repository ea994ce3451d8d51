import type { Settings } from '../model/settings.ts';
import type { Instance, World } from './world.ts';

/**
 * Opens the instance of a command, and closes it whatever happens.
 * @param options.mustExist does it need something crawled before? Default: true
 */
export async function withInstance<T>(
  world: World,
  { settings, mustExist = true }: { settings: Settings; mustExist?: boolean },
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const instance = await world.openInstance({ data: settings.data, settings, mustExist });
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}
