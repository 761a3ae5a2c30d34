/** Which scene draws and answers where the researcher is. */
import { checkScene } from './layers/check.tsx';
import { compareScene } from './layers/compare.tsx';
import { doubtsScene } from './layers/doubts.tsx';
import { findingsScene } from './layers/findings.tsx';
import { historyScene } from './layers/history.tsx';
import { listScene } from './layers/list.tsx';
import { mapScene } from './layers/map.tsx';
import { meaningScene } from './layers/meaning.tsx';
import { readerScene } from './layers/reader.tsx';
import { tablesScene } from './layers/tables.tsx';
import type { Scene } from './scene.ts';
import { clustersScene } from './screens/clusters.tsx';
import { elicitScene } from './screens/elicit.tsx';
import { factorsScene } from './screens/factors.tsx';
import { modelsScene } from './screens/models.tsx';
import { reportScene } from './screens/report.tsx';
import { runsScene } from './screens/runs.tsx';
import { scoresScene } from './screens/scores.tsx';
import { shelfScene } from './screens/shelf.tsx';
import { startScene } from './screens/start.tsx';
import { contextUnder, type Layer, type UiState } from './ui-state.ts';

const screens = {
  start: startScene,
  runs: runsScene,
  shelf: shelfScene,
  models: modelsScene,
  elicit: elicitScene,
  clusters: clustersScene,
  words: clustersScene,
  factors: factorsScene,
  scores: scoresScene,
  report: reportScene,
};

const layers: Record<Layer['kind'], Scene> = {
  list: listScene,
  reader: readerScene,
  tables: tablesScene,
  findings: findingsScene,
  doubts: doubtsScene,
  map: mapScene,
  history: historyScene,
  meaning: meaningScene,
  compare: compareScene,
  check: checkScene,
};

const scenes: Partial<Record<string, Scene>> = { ...screens, ...layers };

/** The scene of the top layer, or of the screen. */
export function sceneOf(ui: UiState): Scene {
  return scenes[contextUnder(ui)] ?? runsScene;
}
