import {HailuoGenerator} from 'hailuo-generator/react';
import {StrictMode, useState} from 'react';
import {createRoot} from 'react-dom/client';

function Page() {
  const [made, setMade] = useState(0);
  return (
    <>
      <output>Made: {made}</output>
      <HailuoGenerator
        endpoint={import.meta.env.VITE_ENDPOINT}
        starters={['A lighthouse in a storm']}
        onHailuoResult={({generation}) => setMade(generation.results.length)}
      />
    </>
  );
}

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
