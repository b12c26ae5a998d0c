import 'hailuo-generator/jsx';
import type {HailuoResultEvent} from 'hailuo-generator';
import {HailuoGenerator} from 'hailuo-generator/react';
import {StrictMode, useState} from 'react';
import {createRoot} from 'react-dom/client';

const GIVEN = {
  endpoint: import.meta.env.VITE_ENDPOINT,
  starters: ['A lighthouse in a storm'],
  fixed: '{"preset": "768p", "numberResults": 2}',
};

function Page() {
  const [ready, setReady] = useState(false);
  const [made, setMade] = useState(0);
  const given = {...GIVEN, disabled: !ready};
  const onResult = ({generation}: HailuoResultEvent) => setMade(generation.results.length);
  return (
    <>
      <button type="button" onClick={() => setReady(true)}>
        Ready
      </button>
      <output>Made: {made}</output>
      {location.search === '?tag' ? (
        <hailuo-generator id="tag" {...given} onhailuo-result={onResult} />
      ) : (
        <HailuoGenerator {...given} onHailuoResult={onResult} />
      )}
    </>
  );
}

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
