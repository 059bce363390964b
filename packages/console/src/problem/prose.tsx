/** Catalogue texts mark code with back-ticks; here they become `code` elements. */
import { Fragment } from 'react';

export const Prose = ({ text }: { readonly text: string }) =>
  text.split('`').map((piece, index) => (index % 2 === 1 ? <code key={index}>{piece}</code> : <Fragment key={index}>{piece}</Fragment>));
