'use client';
// The element as a React component.

import {createComponent, type EventName} from '@lit/react';
import * as React from 'react';
import type {} from './events.ts';
import {HailuoGenerator as Element} from './index.ts';

/** React's name for each of the element's events. */
type Names = {
  [Type in keyof HTMLElementEventMap as Type extends `hailuo-${infer Name}`
    ? `onHailuo${Capitalize<Name>}`
    : never]: Type;
};

const events = {
  onHailuoSubmit: 'hailuo-submit',
  onHailuoProgress: 'hailuo-progress',
  onHailuoResult: 'hailuo-result',
  onHailuoChange: 'hailuo-change',
  onHailuoFailure: 'hailuo-failure',
} satisfies Names as {[Name in keyof Names]: EventName<HTMLElementEventMap[Names[Name]]>};

export const HailuoGenerator = createComponent({
  react: React,
  tagName: 'hailuo-generator',
  elementClass: Element,
  events,
});
