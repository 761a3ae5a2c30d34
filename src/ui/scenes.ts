/** Which scene draws and answers where the researcher is. */

import { listScene } from './layers/list.tsx';
import { readerScene } from './layers/reader.tsx';
import { tablesScene } from './layers/tables.tsx';
import type { Scene } from './scene.ts';
import { clustersScene } from './screens/clusters/clusters.tsx';
import { doubtsScene } from './screens/clusters/doubts.tsx';
import { historyScene } from './screens/clusters/history.tsx';
import { mapScene } from './screens/clusters/map.tsx';
import { elicitScene } from './screens/elicit/elicit.tsx';
import { factorsScene } from './screens/factors/factors.tsx';
import { meaningScene } from './screens/factors/meaning.tsx';
import { modelsScene } from './screens/models/models.tsx';
import { reportScene } from './screens/report/report.tsx';
import { findingsScene } from './screens/runs/findings.tsx';
import { runsScene } from './screens/runs/runs.tsx';
import { shelfScene } from './screens/runs/shelf.tsx';
import { checkScene } from './screens/scores/check.tsx';
import { compareScene } from './screens/scores/compare.tsx';
import { scoresScene } from './screens/scores/scores.tsx';
import { startScene } from './screens/start/start.tsx';
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
