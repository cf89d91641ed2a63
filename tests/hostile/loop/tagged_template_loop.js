// outcome: timeout
(()=>{for(;;);})`x`;
