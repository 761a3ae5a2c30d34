/** The rotations, apart from how they are computed, so that the command line can name them without loading that. */
export const rotationNames = [
  'none',
  'varimax',
  'quartimax',
  'equamax',
  'promax',
  'Promax',
  'oblimin',
  'geomin',
] as const;

export type RotationName = (typeof rotationNames)[number];
