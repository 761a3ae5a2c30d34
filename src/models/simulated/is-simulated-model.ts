/** Whether a name (`<endpoint>:<id>`) is that of a simulated model. */
export const isSimulatedModel = (name: string): boolean => name.startsWith('sim:');
