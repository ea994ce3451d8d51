import type { Settings } from '../model/settings.ts';
import type { OpenInstance, World } from './world.ts';

/** Opens the instance of a command that needs something crawled before, and closes it whatever happens. */
export async function withInstance(
  world: World,
  settings: Settings,
  work: (instance: OpenInstance) => Promise<number | void>,
): Promise<number> {
  const instance = await world.openInstance({ data: settings.data, mustExist: true });
  try {
    return (await work(instance)) ?? 0;
  } finally {
    await instance.close();
  }
}
