/** The presets, apart from what they hold, so that the command line can name them without loading it. */
export const presetNames = ['quick', 'default'] as const;
export type PresetName = (typeof presetNames)[number];
