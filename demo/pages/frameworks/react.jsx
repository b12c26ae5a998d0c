import {useState} from 'react';
import {createRoot} from 'react-dom/client';

function Studio() {
  const [clips, setClips] = useState([]);
  return (
    <>
      <hailuo-generator
        id="react"
        starters={['A lighthouse in a storm', 'Steam over a cup of tea']}
        onhailuo-result={({generation}) => setClips([...clips, ...generation.results])}
      />
      <p role="status">Made so far: {clips.length}</p>
    </>
  );
}

createRoot(document.querySelector('#app')).render(<Studio />);
