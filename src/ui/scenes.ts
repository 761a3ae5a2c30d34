/** Which scene draws the present place and handles its keys. */

import { concordanceScene } from './layers/concordance.tsx';
import { listScene } from './layers/list.tsx';
import { readerScene } from './layers/reader.tsx';
import { tablesScene } from './layers/tables.tsx';
import type { Scene } from './scene.ts';
import { clustersScene, wordsScene } from './screens/clusters/clusters.tsx';
import { historyScene } from './screens/clusters/history.tsx';
import { mapScene } from './screens/clusters/map.tsx';
import { queueScene } from './screens/clusters/queue.tsx';
import { settleScene } from './screens/clusters/settle.tsx';
import { elicitScene } from './screens/elicit/elicit.tsx';
import { factorsScene } from './screens/factors/factors.tsx';
import { meaningScene } from './screens/factors/meaning.tsx';
import { lensScene } from './screens/lens/lens.tsx';
import { chooseScene } from './screens/models/choose.tsx';
import { endpointScene } from './screens/models/endpoint.tsx';
import { modelsScene } from './screens/models/models.tsx';
import { studyScene } from './screens/models/study.tsx';
import { reportScene } from './screens/report/report.tsx';
import { findingsScene } from './screens/runs/findings.tsx';
import { runsScene } from './screens/runs/runs.tsx';
import { shelfScene } from './screens/runs/shelf.tsx';
import { checkScene } from './screens/scores/check.tsx';
import { compareScene } from './screens/scores/compare.tsx';
import { scoresScene } from './screens/scores/scores.tsx';
import { startScene } from './screens/start/start.tsx';
import { contextUnder, type Place, type UiState } from './ui-state.ts';

export const scenes: Readonly<Record<Place, Scene>> = {
  start: startScene,
  runs: runsScene,
  shelf: shelfScene,
  findings: findingsScene,
  models: modelsScene,
  endpoint: endpointScene,
  study: studyScene,
  choose: chooseScene,
  elicit: elicitScene,
  clusters: clustersScene,
  words: wordsScene,
  queue: queueScene,
  settle: settleScene,
  map: mapScene,
  history: historyScene,
  factors: factorsScene,
  meaning: meaningScene,
  lens: lensScene,
  scores: scoresScene,
  compare: compareScene,
  check: checkScene,
  report: reportScene,
  concordance: concordanceScene,
  list: listScene,
  reader: readerScene,
  tables: tablesScene,
};

/** The scene of the top layer, or of the screen. */
export function sceneOf(ui: UiState): Scene {
  return scenes[contextUnder(ui)];
}
